// Drives Chromium over report pages, as a reader with a telephone, with a screen reader, with
// letters four times as large and with a printer would.
//
//   node check.mjs CHROMIUM PAGE.html...
//
// A page fails if it writes to the console, asks for anything but itself, breaks a rule of
// WCAG 2.1 A or AA that axe-core tests, is wider than 320 px when the window is, has two figures or
// tables of one name, cuts a figure in print, or says less without script than with it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import puppeteer from 'puppeteer-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const [chromium, ...files] = process.argv.slice(2)

// The sheet that pages are printed on: A4 less the margins that the page asks for, in CSS pixels.
const sheet = { width: (210 / 25.4) * 96, height: (297 / 25.4) * 96 }

const faults = []
const fault = (file, text) => faults.push(`${file}: ${text}`)

// watched opens a page and notes all that it says and asks for.
async function watched(browser, file, { script = true, ...viewport }) {
  const page = await browser.newPage()
  await page.setViewport(viewport)
  await page.setJavaScriptEnabled(script)
  const url = pathToFileURL(file).href
  page.on('console', m => fault(file, `says on the console: ${m.text()}`))
  page.on('pageerror', e => fault(file, `has an error: ${e.message}`))
  page.on('request', r => {
    if (r.url() !== url && !r.url().startsWith('data:')) fault(file, `asks for ${r.url()}`)
  })
  await page.goto(url, { waitUntil: 'load' })
  return page
}

// accessible holds the page against the rules that a program can test.
async function accessible(browser, file) {
  const page = await watched(browser, file, { width: 1200, height: 900 })
  await page.evaluate(axe)
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  }))
  if (found.passes.length < 10) fault(file, `axe-core tested only ${found.passes.length} rules`)
  for (const v of found.violations) {
    fault(file, `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)
  }
  const text = await page.evaluate(() => document.body.innerText)
  await page.close()
  return text
}

// narrow opens the page 320 px wide, which is also what is left of 1280 px at 400 % zoom.
async function narrow(browser, file, deviceScaleFactor) {
  const page = await watched(browser, file, { width: 320, height: 640, deviceScaleFactor })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  if (wide > 320) fault(file, `is ${wide} px wide in a window of 320 px`)
  await page.close()
}

// printed looks whether every figure stays whole and fits the sheet.
async function printed(browser, file) {
  const page = await watched(browser, file, { width: Math.floor(sheet.width), height: Math.floor(sheet.height) })
  await page.emulateMediaType('print')
  const figures = await page.evaluate(() => [...document.querySelectorAll('figure svg')].map(svg => {
    const box = svg.getBoundingClientRect()
    let whole = false
    for (let e = svg; e; e = e.parentElement) whole ||= getComputedStyle(e).breakInside === 'avoid'
    return { name: svg.querySelector('title')?.textContent ?? '', width: box.width, height: box.height, whole }
  }))
  for (const f of figures) {
    if (!f.whole) fault(file, `"${f.name}" may be cut between two sheets`)
    if (f.width > sheet.width || f.height > sheet.height * 0.9) fault(file, `"${f.name}" is larger than a sheet: ${f.width} by ${f.height} px`)
  }
  const pdf = await page.pdf({ preferCSSPageSize: true })
  if (pdf.length < 10_000) fault(file, `prints ${pdf.length} bytes only`)
  await page.close()
  return figures.length
}

// scriptless is what the page says where no script runs.
async function scriptless(browser, file) {
  const page = await watched(browser, file, { width: 1200, height: 900, script: false })
  const text = await page.evaluate(() => document.body.innerText)
  await page.close()
  return text
}

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--hide-scrollbars'],
})
for (const file of files) {
  const text = await accessible(browser, file)
  await narrow(browser, file, 1)
  await narrow(browser, file, 4)
  const figures = await printed(browser, file)
  if (await scriptless(browser, file) !== text) fault(file, 'says something else where no script runs')
  if (text.length < 1000) fault(file, `says only ${text.length} letters`)
  console.log(`${file}: ${figures} figures, ${text.length} letters`)
}
await browser.close()
if (faults.length) {
  console.error(faults.join('\n'))
  process.exit(1)
}
