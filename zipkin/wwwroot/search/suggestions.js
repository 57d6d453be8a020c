// Completes the fields of the search form with the names and tags that the server has stored. The search works without them.

import { api } from '../shared/api.js';
import { el, options } from '../shared/dom.js';

const names = (path, parameters, cache) => api(path, parameters, cache).catch(() => []);
const fill = (list, values) => list.replaceChildren(...values.map((value) => el('option', { value })));

/** Creates the lists for the fields of the form, which find them by their ids. */
export function suggestions(inputs) {
  const [spanNames, remoteNames, tags] = ['span-names', 'remote-names', 'tag-names'].map((id) => el('datalist', { id }));
  let keys = null;

  const loadNamesOfService = async (cache) => {
    const serviceName = inputs.serviceName.value;
    const [spans, remotes] = serviceName
      ? await Promise.all([names('spans', { serviceName }, cache), names('remoteServices', { serviceName }, cache)]) : [[], []];
    if (serviceName !== inputs.serviceName.value) return; // another service was selected meanwhile
    fill(spanNames, spans);
    fill(remoteNames, remotes);
  };

  /** Lists the keys of tags, or after `key=`, the values of that tag. */
  const completeTag = async () => {
    const text = inputs.annotationQuery.value;
    keys ??= names('tagKeys');
    const known = await keys;
    const key = text.includes('=') ? text.slice(0, text.indexOf('=')).trim() : '';
    const values = known.includes(key) ? await names('tagValues', { key }) : [];
    if (text !== inputs.annotationQuery.value) return; // typed on meanwhile
    fill(tags, key ? values.map((value) => `${key}=${value}`) : known.flatMap((one) => [one, `${one}=`]));
  };
  inputs.annotationQuery.addEventListener('focus', completeTag);
  inputs.annotationQuery.addEventListener('input', completeTag);

  return {
    nodes: [spanNames, remoteNames, tags],
    loadNamesOfService,
    async loadNames(cache) {
      keys = null;
      const services = await names('services', {}, cache);
      options(inputs.serviceName, [['', 'Any'], ...services.map((name) => [name, name])], inputs.serviceName.value);
      await loadNamesOfService(cache);
    },
  };
}
