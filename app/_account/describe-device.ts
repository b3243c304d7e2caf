const BROWSERS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\b(?:OPR|Opera)\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
]

const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['iPadOS', /\biPad\b/],
  ['iOS', /\biPhone\b/],
  ['Android', /\bAndroid\b/],
  ['HarmonyOS', /\bHarmonyOS\b/],
  ['Windows', /\bWindows NT\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
]

/** Browser with its main version, and system, as far as what the browser says of itself tells. */
export const describeDevice = (userAgent: string | null): { browser: string | null; system: string | null } => {
  const said = userAgent ?? ''
  const browser = BROWSERS.flatMap(([name, sign]) => {
    const version = sign.exec(said)?.[1]
    return version ? [`${name} ${version}`] : []
  })[0]
  return { browser: browser ?? null, system: SYSTEMS.find(([, sign]) => sign.test(said))?.[0] ?? null }
}
