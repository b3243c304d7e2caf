import type { ReactNode } from 'react'
import styles from './page-note.module.css'

/** A page that has one thing to say and one thing to do. */
export const PageNote = ({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) => (
  <main className={styles.note}>
    <h1>{title}</h1>
    <p>{text}</p>
    {children && <div className={styles.actions}>{children}</div>}
  </main>
)
