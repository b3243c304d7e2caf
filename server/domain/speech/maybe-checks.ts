import type { Listened } from './listen.ts'

/**
 * How surely there was a check in the agent's last turns, 0..1 each, the one that goes on last. Utterances of the agent that
 * nobody interrupts are one turn.
 */
export type Checks = readonly number[]

export const NO_CHECKS: Checks = [0]

/** The longer before the farewell, the surer it must have been to count: in the same turn, one before, and so on. */
const ENOUGH = [0.1, 0.15, 0.25, 0.4, 0.5] as const

/** Asks for a yes, even where it is about the request. */
const TAG = /(对吧|是吧|的吧|了吧|没错吧|是这样吗|对吗|对不对|是不是)$/
const TAGGED = 0.5
const QUESTION = 0.4
/** What a check sounds like in whatever words it is made. */
const SOUND =
  /有没有|是不是|是否|系咪|能不能|可不可以|哪天|多少了|几点|同意|认可|没.?疑问|没问题|想一想|再想想|确认|核对|清楚|明白|晓得|听懂|试试|试一下|看看|看一下|对一下|可以[吗不吧]|行[吗不吧]|对[吗不吧]|这样吗|没毛病|没.?错|总结|理解|准确|[说记讲]得?的?都?对|(.)[不没]\1/
const SOUNDING = 0.25
/** What is so surely about the request, or part of handling it, is no check for sounding like one. */
const ASKING = 0.8
const WORKING = 0.9

/** A customer who says by themselves how it now stands. */
const RECAP =
  /就是说|也就是|那就是|等于|意思是|我捋|我(再)?(重复|念|说)一遍|我记一?下|(对吧|是吧|对不对|是不是|没错吧|是不|是吗|呗)$/
const LONG = 8
const RECAPPED = 0.5
/** Said to a recap, not to an offer. */
const AGREED = /没有?错|没问题|确认/

const soundOf = ({ turn, heard }: Listened): number => {
  if (!turn || turn.step === 'closing') return 0
  if (TAG.test(heard.text)) return TAGGED
  if (turn.chances.need_identification >= ASKING || turn.chances.resolution >= WORKING) return 0
  if (heard.isQuestion) return QUESTION
  return SOUND.test(heard.text) ? SOUNDING : 0
}

const checkOf = (listened: Listened): number => {
  const { turn, heard } = listened
  if (turn) return Math.max(turn.chances.confirmation, soundOf(listened))
  const isRecap = heard.text.length >= LONG && RECAP.test(heard.text)
  return isRecap || AGREED.test(heard.text) ? RECAPPED : 0
}

export const beginTurn = (checks: Checks): Checks => [...checks.slice(1 - ENOUGH.length), 0]

/** Takes in what was said in the turn that goes on. */
export const noteCheck = (checks: Checks, listened: Listened): Checks => {
  const sure = checkOf(listened)
  return sure > (checks.at(-1) ?? 0) ? checks.with(-1, sure) : checks
}

/** Whether something in the last turns may have been a check, in words nobody thought of. */
export const isMaybeChecked = (checks: Checks): boolean =>
  ENOUGH.some((enough, turns) => (checks.at(-1 - turns) ?? 0) >= enough)
