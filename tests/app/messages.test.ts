import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import en from '#app/_i18n/messages/en.json' with { type: 'json' }
import zh from '#app/_i18n/messages/zh-CN.json' with { type: 'json' }

type Tree = { [key: string]: string | Tree }

const flatten = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  )
const argumentsOf = (message: string) => [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map((hit) => hit[1]))].sort()

const chinese = new Map(flatten(zh))
const english = new Map(flatten(en))

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name)
    return item.isDirectory() ? sources(path) : /\.tsx?$/.test(item.name) ? [path] : []
  })

describe('messages', () => {
  test('both languages have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  test('no message is empty', () => {
    const empty = [...chinese, ...english].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })

  test('a message takes the same arguments in both languages', () => {
    const differing = [...chinese].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(english.get(key) ?? '').join(),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })

  test('English texts hold no Chinese, save the name of the language', () => {
    const mixed = [...english].filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'locales.zh-CN')
    expect(mixed).toEqual([])
  })

  test('Chinese sentences use Chinese punctuation', () => {
    const halfWidth = [...chinese].filter(([, text]) => /\p{Script=Han}[,;:?!]/u.test(text))
    expect(halfWidth).toEqual([])
  })

  test('no component holds a Chinese text of its own', () => {
    const texts = sources('app').filter((file) => {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
      return /\p{Script=Han}/u.test(code)
    })
    expect(texts).toEqual([])
  })
})
