// A thread does not inherit what lets the server run TypeScript.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
