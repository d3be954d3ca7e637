// A judge in another language: reads one JSON request a line, answers one JSON line each.
//
// It signs and verifies with the Digital Bazaar stack, @digitalcredentials/verifier-core and jose. It
// holds its own private keys, so that nothing but documents, tokens and public keys crosses the border,
// and it resolves contexts and keys only from what the requests brought: it has no network.

import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as ecdsaJcs2019 from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as jose from 'jose';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {createInterface} from 'node:readline';
import {networkLoader, statusCheck} from './network.mjs';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {verifyCredential as verifierCore} from '@digitalcredentials/verifier-core';

// Libraries may log; the answers alone go to standard output.
console.log = console.error;

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';
const SUITES = {
  'eddsa-rdfc-2022': {sign: () => eddsaRdfc2022, verify: () => eddsaRdfc2022},
  'ecdsa-rdfc-2019': {sign: () => ecdsaRdfc2019, verify: () => ecdsaRdfc2019},
  'eddsa-jcs-2022': {sign: eddsaJcs2022.createSignCryptosuite, verify: eddsaJcs2022.createVerifyCryptosuite},
  'ecdsa-jcs-2019': {sign: ecdsaJcs2019.createSignCryptosuite, verify: ecdsaJcs2019.createVerifyCryptosuite},
};
const contexts = new Map();
const methods = new Map();
const keyPairs = new Map();

// No network: every address answers "not found", which no client tries a second time.
globalThis.fetch = async () => new Response('', {status: 404});

async function documentLoader(url) {
  const document = contexts.get(url) ?? methods.get(url) ?? controllerDocument(url);
  if(!document) {
    throw new Error(`not known here: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

function controllerDocument(id) {
  const own = [...methods.values()].filter(method => method.controller === id);
  return own.length === 0 ? null : {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY_CONTEXT],
    id,
    assertionMethod: own,
  };
}

function publish({id, controller, publicKeyMultibase}) {
  methods.set(id, {'@context': MULTIKEY_CONTEXT, id, type: 'Multikey', controller, publicKeyMultibase});
}

async function verifySuite(name) {
  return name === 'Ed25519Signature2020' ?
    new Ed25519Signature2020() :
    new DataIntegrityProof({cryptosuite: SUITES[name].verify()});
}

const operations = {
  async contexts({documents}) {
    Object.entries(documents).forEach(([url, document]) => contexts.set(url, document));
    return {count: contexts.size};
  },

  async publish(request) {
    publish(request);
    return {};
  },

  async key({name, type, controller}) {
    const made = type === 'Ed25519' ?
      await Ed25519Multikey.generate({controller}) :
      await EcdsaMultikey.generate({curve: type, controller});
    const {publicKeyMultibase} = await made.export({publicKey: true});
    made.id = `${controller}#${publicKeyMultibase}`;
    keyPairs.set(name, made);
    publish({id: made.id, controller, publicKeyMultibase});
    return {id: made.id, publicKeyMultibase};
  },

  async sign({document, key, suite, created, now}) {
    const pair = keyPairs.get(key);
    let signing;
    if(suite === 'Ed25519Signature2020') {
      const {publicKeyMultibase, secretKeyMultibase} =
        await pair.export({publicKey: true, secretKey: true});
      const old = await Ed25519VerificationKey2020.from({
        id: pair.id, type: 'Ed25519VerificationKey2020', controller: pair.controller,
        publicKeyMultibase, privateKeyMultibase: secretKeyMultibase,
      });
      signing = new Ed25519Signature2020({key: old, date: created});
    } else {
      signing = new DataIntegrityProof(
        {signer: pair.signer(), date: created, cryptosuite: SUITES[suite].sign()});
    }
    return {document: await vc.issue({credential: document, suite: signing, documentLoader, now})};
  },

  async verify({document, suite, now}) {
    const result = await vc.verifyCredential({
      credential: document,
      suite: await verifySuite(suite),
      documentLoader,
      now,
      checkStatus: async () => ({verified: true}),
    });
    return {verified: result.verified === true, why: describe(result.error)};
  },

  // The whole road of a relying party: parse, resolve from the given network, every suite, dates, status.
  async judge({text, network, now}) {
    const suite = [new Ed25519Signature2020()].concat(
      Object.values(SUITES).map(made => new DataIntegrityProof({cryptosuite: made.verify()})));
    const loader = networkLoader({network, contexts});
    const result = await vc.verifyCredential({
      credential: JSON.parse(text),
      suite,
      documentLoader: loader,
      now,
      checkStatus: statusCheck({network, suite, documentLoader: loader, now}),
    });
    return {
      verified: result.verified === true,
      why: describe(result.error ?? result.statusResult?.error),
    };
  },

  // How long this stack needs for one credential, in microseconds: for the benchmarks.
  async time({document, key, suite, created, now, times}) {
    const began = process.hrtime.bigint();
    let signed;
    for(let done = 0; done < times; done++) {
      signed = (await operations.sign({document: structuredClone(document), key, suite, created, now})).document;
    }
    const between = process.hrtime.bigint();
    for(let done = 0; done < times; done++) {
      const answer = await operations.verify({document: signed, suite, now});
      if(!answer.verified) {
        throw new Error(answer.why);
      }
    }
    const ended = process.hrtime.bigint();
    return {issue: Number(between - began) / 1e3 / times, verify: Number(ended - between) / 1e3 / times};
  },

  async verifierCore({document}) {
    const result = await verifierCore({credential: document, knownDIDRegistries: []});
    const check = (result.log ?? []).find(entry => entry.id === 'valid_signature');
    return {verified: check?.valid === true, why: describe(result.errors)};
  },

  async jwtKey({name, alg}) {
    const pair = await jose.generateKeyPair(alg, {extractable: true});
    keyPairs.set(name, pair);
    return {jwk: await jose.exportJWK(pair.publicKey)};
  },

  async jwtSign({payload, header, key}) {
    const token = await new jose.SignJWT(payload)
      .setProtectedHeader(header).sign(keyPairs.get(key).privateKey);
    return {token};
  },

  async jwtVerify({token, jwk, alg, now}) {
    const key = await jose.importJWK(jwk, alg);
    try {
      const {payload, protectedHeader} = await jose.jwtVerify(
        token, key, {algorithms: [alg], currentDate: new Date(now)});
      return {verified: true, payload, header: protectedHeader};
    } catch(error) {
      return {verified: false, why: describe(error)};
    }
  },
};

function describe(error) {
  if(!error) {
    return '';
  }
  const list = Array.isArray(error) ? error : error.errors ?? [error];
  return list.map(item => String(item?.message ?? JSON.stringify(item))).join('; ').slice(0, 600);
}

for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = {ok: true, ...await operations[request.op](request)};
  } catch(error) {
    answer = {ok: false, why: describe(error)};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
