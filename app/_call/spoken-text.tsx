'use client'

import { useLocale, useTranslations } from 'next-intl'
import styles from './evidence.module.css'
import { useChoice } from './evidence-choice.tsx'
import { cutText, kindOf, type Mark, type Piece, provedBy, type Subject } from './evidence-marks.ts'

/** What a phrase proves, in the reader's language. */
const useSubjectText = () => {
  const t = useTranslations()
  const language = useLocale().startsWith('zh') ? 'zh' : 'en'
  const short = (subject: Subject) =>
    subject.level === undefined
      ? (subject.label?.[language] ?? t(`steps.${subject.step}`))
      : t('call.level', { level: subject.level })
  const long = (subject: Subject) => {
    if (subject.level !== undefined) return t('call.provesLevel', { level: subject.level })
    return subject.label
      ? t('call.provesAction', { action: short(subject), step: t(`steps.${subject.step}`) })
      : t('call.provesStep', { step: short(subject) })
  }
  return { short, long }
}

type Props = { utteranceId: string; text: string; marks: readonly Mark[] }

/** An utterance with the phrases that prove something marked in it, and what they prove. */
export const SpokenText = ({ utteranceId, text, marks }: Props) => {
  const t = useTranslations()
  const { choice, choose } = useChoice()
  const subjectText = useSubjectText()
  const isChosen = ({ key }: Subject) => choice?.keys.includes(key)
  const placeOf = ({ from }: Piece) => `${utteranceId}:${from}`
  const pieces = cutText(text, marks)
  const told = pieces.find((piece) => choice?.at === placeOf(piece))
  return (
    <>
      {pieces.map((piece) =>
        piece.subjects.length === 0 ? (
          piece.text
        ) : (
          // biome-ignore lint/a11y/useValidAnchor: it leads to the checklist, and a button would not break across lines.
          <a
            key={piece.from}
            href="#call-segments"
            className={styles.phrase}
            data-proves={piece.subjects.map(({ key }) => key).join('\n')}
            data-chosen={piece.subjects.some(isChosen) || undefined}
            data-level={piece.subjects.find(({ level }) => level !== undefined)?.level}
            data-late={piece.subjects.every(({ isLate }) => isLate) || undefined}
            title={t('call.proves', { what: piece.subjects.map(subjectText.long).join(t('app.comma')) })}
            onClick={(event) => {
              event.preventDefault()
              choose({ keys: piece.subjects.map(({ key }) => key), side: 'words', at: placeOf(piece) })
            }}
          >
            {piece.text}
          </a>
        ),
      )}
      {provedBy(marks).map((subject) => (
        <span
          key={subject.key}
          className={styles.proof}
          data-kind={kindOf(subject)}
          data-level={subject.level}
          data-late={subject.isLate || undefined}
          data-chosen={isChosen(subject) || undefined}
        >
          {subjectText.short(subject)}
          {subject.isLate && ` ${t('status.late')}`}
        </span>
      ))}
      {told && (
        <span className={styles.told} role="status" data-testid="proves">
          {t('call.proves', { what: told.subjects.map(subjectText.long).join(t('app.comma')) })}
        </span>
      )}
    </>
  )
}
