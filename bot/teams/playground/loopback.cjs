// Makes the servers of the program that it is loaded into listen on loopback, where they
// would listen on all interfaces.
'use strict';
const net = require('node:net');

const home = '127.0.0.1';
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...args) {
  const [first, second] = args;
  if (first === undefined || typeof first === 'function') {
    args.unshift(0, home);
  } else if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    args.splice(1, typeof second === 'string' || second === undefined || second === null ? 1 : 0, home);
  } else if (first && typeof first === 'object' && 'port' in first) {
    args[0] = { ...first, host: home };
  }
  return listen.apply(this, args);
};
