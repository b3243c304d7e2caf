import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eef4ff',
  '#dbe7ff',
  '#b5cdfc',
  '#8cb2f9',
  '#689bf6',
  '#4585f0',
  '#1f6feb',
  '#1a5fd0',
  '#154fae',
  '#103f8c',
]

/** Mantine paints its dark surfaces with these; they follow the dark tokens. */
const dark: MantineColorsTuple = [
  '#e6ebf1',
  '#b3bdc9',
  '#929eac',
  '#5a6675',
  '#3a4653',
  '#2a3541',
  '#1c2530',
  '#161d25',
  '#11171e',
  '#0f1419',
]

export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: 7,
  autoContrast: true,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  defaultRadius: 8,
  cursorType: 'pointer',
})

const shared = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--sunk)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
}

/** Mantine's own surfaces take the colours of `tokens.css`, in both schemes. */
export const resolveVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
