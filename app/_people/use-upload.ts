'use client'

import { useRef } from 'react'
import { useLive } from '../_live/provider.tsx'
import { useRequest } from '../_live/use-request.ts'
import type { Plan, Planned } from './import-dialog.tsx'
import { previewRows } from './send-rows.ts'

type Name = 'team:import' | 'agent:import'
type Rows = {
  'team:import': { line: number; site: string; team: string; feed: string; queue: string }
  'agent:import': { line: number; agentNo: string; feed: string; team: string; from: string }
}

/** Sends the rows of a file in parts, asks what they would do, and has that done. */
export const useUpload = <N extends Name>(name: N) => {
  const { client } = useLive()
  const { send } = useRequest(name)
  const upload = useRef('')
  const request = client.request as (
    n: N,
    body: { upload: string; rows: Rows[N][]; step: 'more' | 'preview' | 'apply' },
  ) => ReturnType<typeof client.request>
  return {
    async preview(rows: readonly Rows[N][]): Promise<Planned> {
      upload.current = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('')
      const answer = await previewRows<Rows[N]>((body) => request(name, body), upload.current, rows)
      return answer.ok ? { ok: true, plan: answer as unknown as Plan } : answer
    },
    apply: async (): Promise<boolean> =>
      (await send({ upload: upload.current, rows: [], step: 'apply' } as Parameters<typeof send>[0])) !== null,
  }
}
