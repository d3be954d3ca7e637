// What @digitalbazaar/vc leaves to its caller: a document loader and a check of BitstringStatusList entries.
//
// Both read a given network, an object from address to parsed document, and the pinned contexts; there is
// no other network. It does not read StatusList2021 or the revocation list of 1EdTech: these are refused.

import * as vc from '@digitalbazaar/vc';
import {gunzipSync} from 'node:zlib';

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';
const SMALLEST_LIST_BYTES = 16384;
const LARGEST_LIST_BYTES = 1048576;
const RELATIONSHIPS = ['verificationMethod', 'assertionMethod', 'authentication'];

export function networkLoader({network, contexts}) {
  return async function documentLoader(url) {
    const document = contexts.get(url) ?? (url.startsWith('did:') ? fromDid(url, network) : network[url]);
    if(!document) {
      throw new Error(`not known here: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

function fromDid(url, network) {
  const [did] = url.split('#');
  const controller = did.startsWith('did:key:') ? keyDocument(did) : network[addressOf(did)];
  if(!controller || url === did) {
    return controller;
  }
  const method = RELATIONSHIPS.flatMap(name => controller[name] ?? []).find(item => item?.id === url);
  return method && {'@context': MULTIKEY_CONTEXT, ...method};
}

function addressOf(did) {
  const [, , host, ...path] = did.split(':');
  const folder = path.length === 0 ? '.well-known' : path.map(decodeURIComponent).join('/');
  return `https://${decodeURIComponent(host)}/${folder}/did.json`;
}

function keyDocument(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY_CONTEXT],
    id: did,
    verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase}],
    assertionMethod: [id],
  };
}

export function statusCheck({network, suite, documentLoader, now}) {
  return async function checkStatus({credential}) {
    try {
      for(const entry of [credential.credentialStatus].flat()) {
        await checkEntry(entry, {credential, network, suite, documentLoader, now});
      }
      return {verified: true};
    } catch(error) {
      return {verified: false, error};
    }
  };
}

async function checkEntry(entry, {credential, network, suite, documentLoader, now}) {
  if(entry.type !== 'BitstringStatusListEntry') {
    throw new Error(`status type not known here: ${entry.type}`);
  }
  const list = network[entry.statusListCredential];
  if(!list) {
    throw new Error(`no status list at ${entry.statusListCredential}`);
  }
  const proven = await vc.verifyCredential({credential: list, suite, documentLoader, now});
  if(!proven.verified) {
    throw proven.error ?? new Error('the status list is not proven');
  }
  const subject = list.credentialSubject;
  if(issuerOf(list) !== issuerOf(credential)) {
    throw new Error('the status list is by another issuer');
  }
  if(subject.type !== 'BitstringStatusList' || ![subject.statusPurpose].flat().includes(entry.statusPurpose)) {
    throw new Error('the status list is for another purpose');
  }
  if((entry.statusSize ?? 1) !== 1) {
    throw new Error('more than one bit for an entry is not read here');
  }
  if(bitAt(subject.encodedList, entry.statusListIndex) && entry.statusPurpose !== 'refresh') {
    throw new Error(`the status ${entry.statusPurpose} is set`);
  }
}

function issuerOf(document) {
  return document.issuer?.id ?? document.issuer;
}

function bitAt(encoded, place) {
  if(typeof encoded !== 'string' || !/^u[\w-]+$/.test(encoded)) {
    throw new Error('the status list is not multibase base64url');
  }
  const bytes = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), {maxOutputLength: LARGEST_LIST_BYTES});
  const index = typeof place === 'string' && /^\d+$/.test(place) ? Number(place) : Infinity;
  if(bytes.length < SMALLEST_LIST_BYTES || index >= bytes.length * 8) {
    throw new Error('the status list has no such place');
  }
  return (bytes[index >> 3] >> (7 - (index & 7))) & 1;
}
