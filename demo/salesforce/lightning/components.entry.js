import HandrailCase from 'c/handrailCase';
import HandrailLive from 'c/handrailLive';
import HandrailPanel from 'c/handrailPanel';
import HandrailStart from 'c/handrailStart';
import { createElement } from 'lwc';

const components = {
  handrailCase: HandrailCase,
  handrailLive: HandrailLive,
  handrailPanel: HandrailPanel,
  handrailStart: HandrailStart,
};

/** Makes an element of one of the package's components. */
globalThis.lightningComponent = (name) => {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return createElement(`c-${dashed}`, { is: components[name] });
};
