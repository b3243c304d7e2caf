import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'oxc-parser'

export type Import = {
  from: string
  /** Path in the project, `npm:<package>` or `node:<module>`. */
  to: string
  typeOnly: boolean
}
export type Source = { file: string; isClient: boolean; imports: Import[] }

/** Every import, re-export and `import()` of the product's TypeScript under `root`, resolved to project paths. */
export const readSources = (root: string): Source[] =>
  ['server', 'db', 'app']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
    )
    .filter((file) => /[.]tsx?$/.test(file))
    .toSorted()
    .map((file) => readSource(file, readFileSync(join(root, file), 'utf8')))

export const readSource = (file: string, text: string): Source => {
  const { module, program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (specifier: string, typeOnly: boolean) =>
    imports.push({ from: file, to: resolve(file, specifier), typeOnly })

  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType))
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries) if (moduleRequest) add(moduleRequest.value, isType)
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"`]([^$]*)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[1]) add(literal[1], false)
  }
  const isClient = program.body.some((node) => 'directive' in node && node.directive === 'use client')
  return { file, isClient, imports }
}

const resolve = (file: string, specifier: string): string => {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier))
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('node:')) return specifier
  const parts = specifier.split('/')
  return `npm:${specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]}`
}
