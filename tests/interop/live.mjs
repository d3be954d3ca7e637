// A stranger in another language: verifies one credential against a live site over https and nothing else.
//
// Reads one JSON request from standard input: where the site listens, the authority to trust, a signed
// credential or a token. Resolves did:web, the status list and the list's own proof by itself.

import * as https from 'node:https';
import * as jose from 'jose';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {gunzipSync} from 'node:zlib';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {text} from 'node:stream/consumers';

console.log = console.error;
const {host, port, ca, contexts, credential, token, now} = JSON.parse(await text(process.stdin));
const asked = [];

// One GET over TLS; the name is the site's own, the address is loopback.
function get(url, accept) {
  const {hostname, pathname} = new URL(url);
  if(hostname !== host) {
    throw new Error(`asked for another host: ${url}`);
  }
  asked.push(pathname);
  const options = {host: '127.0.0.1', port, servername: host, ca, path: pathname, headers: {host, accept}};
  return new Promise((resolve, reject) => {
    https.get(options, response => text(response).then(body => response.statusCode === 200 ?
      resolve(JSON.parse(body)) :
      reject(new Error(`${url} answered ${response.statusCode}`)), reject)).on('error', reject);
  });
}

async function resolveDid(did) {
  const [, method, name, ...path] = did.split(':');
  if(method !== 'web') {
    throw new Error(`not did:web: ${did}`);
  }
  const place = path.length ? path.join('/') : '.well-known';
  return get(`https://${decodeURIComponent(name)}/${place}/did.json`, 'application/did+json');
}

async function dereference(url) {
  const [did, fragment] = url.split('#');
  const document = await resolveDid(did);
  if(document.id !== did) {
    throw new Error(`the document is ${document.id}`);
  }
  const found = fragment ? document.verificationMethod.find(item => item.id === url) : document;
  return fragment ? {'@context': 'https://w3id.org/security/multikey/v1', ...found} : found;
}

async function documentLoader(url) {
  const document = contexts[url] ?? (url.startsWith('did:') ? await dereference(url) : null);
  if(!document) {
    throw new Error(`not known here: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function verify(document, checkStatus) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({credential: document, suite, documentLoader, now, checkStatus});
  const why = (result.error?.errors ?? [result.error]).map(error => error?.message ?? '').join('; ');
  return {verified: result.verified === true, why};
}

async function isSet({credentialStatus, issuer}) {
  const list = await get(credentialStatus.statusListCredential, 'application/vc');
  const judged = await verify(list);
  const sameIssuer = (list.issuer.id ?? list.issuer) === issuer.id;
  if(!judged.verified || !sameIssuer || list.id !== credentialStatus.statusListCredential) {
    throw new Error(`the status list does not verify: ${judged.why}`);
  }
  const bits = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'));
  const index = Number(credentialStatus.statusListIndex);
  return (bits[index >> 3] >> (7 - index % 8) & 1) === 1;
}

async function verifyToken() {
  const {kid, alg} = jose.decodeProtectedHeader(token);
  const jwk = await get(kid, 'application/jwk+json');
  const {payload} = await jose.jwtVerify(token, await jose.importJWK(jwk, alg), {algorithms: [alg]});
  // The key counts only if the issuer's own document lists it for signing credentials.
  const document = await resolveDid(payload.iss);
  const id = `${payload.iss}#${await jose.calculateJwkThumbprint(jwk)}`;
  const isListed = document.verificationMethod.some(item => item.id === id) &&
    document.assertionMethod.includes(id);
  return {verified: isListed && payload.iss === payload.issuer.id, why: isListed ? '' : `no key ${id}`};
}

let revoked = null;
let answer;
try {
  answer = token ? await verifyToken() : await verify(credential, async () => {
    revoked = await isSet(credential);
    return {verified: !revoked};
  });
} catch(error) {
  answer = {verified: false, why: String(error?.message ?? error)};
}
process.stdout.write(JSON.stringify({...answer, revoked, asked}));
