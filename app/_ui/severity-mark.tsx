import type { Severity } from '#server/domain/words.ts'
import styles from './marks.module.css'

const SHAPES: Record<Severity, string> = {
  critical: 'M6 0.6L11.4 6L6 11.4L0.6 6Z',
  major: 'M6 0.8L11.6 11H0.4Z',
  minor: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9ZM6 3.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6Z',
}

/** Diamond, triangle, ring: the shape of a severity, read out by `label`. */
export const SeverityMark = ({ severity, label }: { severity: Severity; label?: string }) => (
  <svg
    className={styles.severity}
    data-severity={severity}
    viewBox="0 0 12 12"
    width="12"
    height="12"
    role={label ? 'img' : undefined}
    aria-label={label}
    aria-hidden={label ? undefined : true}
  >
    <path d={SHAPES[severity]} fillRule="evenodd" />
  </svg>
)
