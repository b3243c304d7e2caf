import type { FloorState } from './floor-state.ts'
import styles from './marks.module.css'

const SHAPES: Record<FloorState, string> = {
  talking: 'M5 0.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z',
  hold: 'M1 0.5h3v9h-3ZM6 0.5h3v9h-3Z',
  consulting: 'M3.2 1.5a3.2 3.2 0 1 0 0 7a3.9 3.9 0 0 1 0-7ZM6.4 1.5a3.4 3.4 0 1 1 0 7a3.4 3.4 0 1 1 0-7Z',
  outbound: 'M1 1h6.2L0.6 7.6L2.4 9.4L9 2.8V9',
  ringing: 'M5 0.5L9.5 9H0.5Z',
  acw: 'M5 0.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9ZM5 2.4a2.6 2.6 0 1 0 0 5.2a2.6 2.6 0 1 0 0-5.2Z',
  ready: 'M0.6 5.2L2 3.8L4 5.8L8.2 1.4L9.6 2.8L4 8.6Z',
  not_ready: 'M0.5 3.5h9v3h-9Z',
  logged_off: 'M1.6 0.4L5 3.8L8.4 0.4L9.6 1.6L6.2 5L9.6 8.4L8.4 9.6L5 6.2L1.6 9.6L0.4 8.4L3.8 5L0.4 1.6Z',
  unknown:
    'M3.9 7.4h2.2v2h-2.2ZM5 0.4c2 0 3.4 1.2 3.4 2.9c0 2.2-2.3 2.3-2.3 3.6h-2.1c0-2.3 2.2-2.3 2.2-3.5c0-.7-.5-1.1-1.2-1.1c-.8 0-1.3.5-1.4 1.4l-2-.3c.2-1.8 1.5-3 3.4-3Z',
}

/** The shape of a state; the word stands beside it. */
export const StateMark = ({ state }: { state: FloorState }) => (
  <svg className={styles.state} data-state={state} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
    <path d={SHAPES[state]} fillRule="evenodd" />
  </svg>
)
