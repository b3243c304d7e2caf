import type { ReactNode } from 'react'
import styles from './rules.module.css'

/** One kind of rule with how many there are of it. */
export const RuleCard = (props: {
  title: string
  count?: string
  lead?: string
  wide?: boolean
  children: ReactNode
}) => (
  <section className={styles.card} data-wide={props.wide || undefined}>
    <h2>
      {props.title}
      {props.count && <small>{props.count}</small>}
    </h2>
    {props.lead && <p className={styles.lead}>{props.lead}</p>}
    {props.children}
  </section>
)
