// Search: the index is fetched once something is looked for, by a script, since pages on a disk may not fetch.
'use strict';
(() => {
  const input = document.getElementById('search');
  const found = document.getElementById('found');
  const count = document.getElementById('count');
  const root = document.documentElement.dataset.root;
  const LIMIT = 50;
  let asked = false;
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.replaceChildren();
    count.textContent = '';
    if (!words.length || !window.INDEX) return;
    const hits = [];
    for (const [name, about, href, fields] of window.INDEX) {
      const names = (name + ' ' + about).toLowerCase();
      const all = names + ' ' + fields.toLowerCase();
      if (words.every(word => all.includes(word))) {
        hits.push([words.every(word => names.includes(word)) ? 0 : 1, name, about, href]);
      }
    }
    hits.sort((a, b) => a[0] - b[0]);
    count.textContent = hits.length === 1 ? '1 hit' : `${hits.length} hits`;
    for (const [, name, about, href] of hits.slice(0, LIMIT)) {
      const link = document.createElement('a');
      link.href = root + href;
      link.textContent = name;
      const item = document.createElement('li');
      item.append(link, ' ' + about);
      found.append(item);
    }
  };
  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement('script');
    script.src = root + 'search.js';
    script.addEventListener('load', show);
    document.head.append(script);
  };
  input.form.addEventListener('submit', event => event.preventDefault());
  input.addEventListener('focus', load);
  input.addEventListener('input', () => { load(); show(); });
})();
