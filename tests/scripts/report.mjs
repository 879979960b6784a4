// What `tests/scripts/report` looks at in a browser.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import puppeteer from 'puppeteer-core';

const [site, chromium] = [path.resolve(process.argv[2]), process.argv[3]];
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const url = file => pathToFileURL(path.join(site, file)).href;
const files = fs.readdirSync(site, { recursive: true }).filter(file => file.endsWith('.html'));

// Every link leads to a file, and to a place in it.
const text = new Map(files.map(file => [path.join(site, file), fs.readFileSync(path.join(site, file), 'utf8')]));
let links = 0;
for (const [file, html] of text) {
  for (const [, href] of html.matchAll(/ href="([^"]*)"/g)) {
    if (href.startsWith('data:')) continue;
    assert(!/^[a-z]+:/.test(href), `${file} leads out of the site: ${href}`);
    const [to, anchor] = href.split('#');
    const target = to ? path.join(path.dirname(file), decodeURIComponent(to)) : file;
    assert(fs.existsSync(target), `${file}: ${href} leads nowhere`);
    if (anchor) assert(text.get(target).includes(`id="${anchor}"`), `${file}: ${href} has no such place`);
    links += 1;
  }
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const faults = [];
  page.on('console', message => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', error => faults.push(error.message));
  page.on('requestfailed', request => faults.push(`${request.url()} failed`));
  page.on('request', request => {
    const to = request.url();
    if (!to.startsWith(url('')) && !to.startsWith('data:')) faults.push(`a request to ${to}`);
  });

  // Search: by a field, then along the link to the operation.
  await page.goto(url('index.html'));
  await page.type('#search', 'repo image limit');
  await page.waitForSelector('#found a');
  const name = await page.$eval('#found a', link => link.textContent);
  await Promise.all([page.waitForNavigation(), page.click('#found a')]);
  assert((await page.$eval('article', article => article.textContent)).includes(name), `${name} is not on its page`);
  await page.goto(url('index.html'));
  await page.type('#search', 'nothing is called so');
  await page.waitForFunction(() => document.getElementById('count').textContent === '0 hits');

  // A finding stands where it speaks of: in the row of its line.
  const vendor = files.find(file => file.endsWith('pages.html'));
  await page.goto(url(vendor));
  const hrefs = await page.$$eval('main li a[href*="#finding"]', all => all.map(link => link.href));
  assert(hrefs.length > 0, 'there is no finding to follow');
  let rows = 0;
  for (const href of hrefs) {
    await page.goto(href);
    const at = await page.$eval(':target', note => [note.textContent.match(/line (\d+)/)?.[1], note.closest('tr')?.id ?? null]);
    if (at[1]) {
      assert.equal(at[1], `L${at[0]}`);
      rows += 1;
    }
  }
  assert(rows > 0, 'no finding stands in a row');

  // The first key leads past what all pages have.
  await page.goto(url(files.find(file => file.includes('pages/'))));
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');

  // One page of each kind, wide and narrow, light and dark.
  const kinds = ['index.html', vendor, files.find(file => file.includes('services/'))];
  const pages = files.filter(file => file.includes('pages/')).sort();
  const seen = [...kinds, ...pages.filter((_, at) => at % Math.ceil(pages.length / 5) === 0)];
  for (const width of [1280, 400]) {
    for (const scheme of ['light', 'dark']) {
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      for (const file of seen) {
        await page.goto(url(file));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert(wide <= width, `${file} is ${wide} wide on a screen of ${width}`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ preload: false }));
        const serious = violations.filter(it => ['serious', 'critical'].includes(it.impact));
        assert.deepEqual(serious.map(it => `${it.id}: ${it.nodes[0].html}`), [], `${file}, ${width}, ${scheme}`);
      }
    }
  }
  assert.deepEqual(faults, []);
  console.log(`report: ${files.length} pages, ${links} links, ${hrefs.length} findings followed, ${seen.length} pages looked at four ways`);
} finally {
  await browser.close();
}
