// Stands in for `vscode` where the extension is only loaded and activated to see how long that takes: it has everything and does nothing.
import Module from 'node:module';

const lists = new Set(['textDocuments', 'workspaceFolders', 'visibleTextEditors', 'subscriptions', 'all']);

const thing = (own = {}) =>
  new Proxy(function () {}, {
    get: (target, name) => {
      if (name in own) return own[name];
      if (name === Symbol.toPrimitive) return () => '';
      if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
      if (name === 'prototype') return target.prototype;
      if (name === 'then') return undefined;
      return lists.has(name) ? [] : thing();
    },
    set: () => true,
    apply: () => thing(),
    construct: () => thing(),
    // The bundle copies the module's own names into an object with the module's prototype.
    getPrototypeOf: () => thing(),
  });

const load = Module._load;
Module._load = (name, ...others) => (name === 'vscode' ? thing() : load(name, ...others));

globalThis.extensionContext = thing({ subscriptions: [] });
