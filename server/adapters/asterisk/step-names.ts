import type { Step } from '#server/domain/words.ts'

/** Names a dialplan, a keypad feature or a desktop may give a step; `null` = known, and no step of an agent. */
export const DEFAULT_STEP_NAMES: Readonly<Record<string, Step | null>> = {
  opening: 'opening',
  open: 'opening',
  greeting: 'opening',
  welcome: 'opening',
  identify: 'need_identification',
  identification: 'need_identification',
  need: 'need_identification',
  need_identification: 'need_identification',
  verify: 'need_identification',
  verification: 'need_identification',
  diagnose: 'resolution',
  diagnosis: 'resolution',
  handle: 'resolution',
  handling: 'resolution',
  process: 'resolution',
  resolve: 'resolution',
  resolution: 'resolution',
  confirm: 'confirmation',
  confirmation: 'confirmation',
  close: 'closing',
  closing: 'closing',
  end: 'closing',
  开场: 'opening',
  开场白: 'opening',
  问候: 'opening',
  接入: 'opening',
  需求识别: 'need_identification',
  识别需求: 'need_identification',
  需求确认: 'need_identification',
  身份核验: 'need_identification',
  身份核实: 'need_identification',
  问题处理: 'resolution',
  处理: 'resolution',
  问题解决: 'resolution',
  解决: 'resolution',
  业务办理: 'resolution',
  办理: 'resolution',
  排查: 'resolution',
  诊断: 'resolution',
  确认: 'confirmation',
  结果确认: 'confirmation',
  方案确认: 'confirmation',
  结束: 'closing',
  结束语: 'closing',
  收尾: 'closing',
  ivr_menu: null,
  ivr_choice: null,
  survey: null,
  callback_request: null,
  满意度: null,
  满意度评价: null,
}

export const normaliseStepName = (name: string): string =>
  name
    .trim()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
