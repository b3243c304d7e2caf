'use client'

import { Drawer } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EvidenceLines } from './evidence-lines.tsx'
import flow from './flow.module.css'
import { ObligationMark, ObligationWord } from './obligation.tsx'
import { useReading } from './reading.ts'
import styles from './rules.module.css'

/** All there is to know of one action: what counts as done, and where in which flow it is owed. */
export const ActionDrawer = ({ id, onClose }: { id: string | null; onClose: () => void }) => {
  const t = useTranslations()
  const { playbook, words } = useReading()
  const action = playbook.actions.find((one) => one.id === id)
  const places = playbook.scenarios.flatMap(({ scenario, steps }) =>
    steps.flatMap(({ step, actions }) =>
      actions.filter((use) => use.action === id).map((use) => ({ scenario, step, use })),
    ),
  )
  const orderings = playbook.orderings.filter(({ before, after }) => id && [...before, ...after].includes(id))
  return (
    <Drawer
      opened={action !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={action && <b className={styles.drawerTitle}>{words.label(action.label)}</b>}
      attributes={{ header: { role: 'none' } }}
      closeButtonProps={{ 'aria-label': t('playbook.close') }}
    >
      {action && (
        <div className={styles.drawer}>
          {action.phrase && <blockquote lang="zh-CN">{words.quote(action.phrase)}</blockquote>}
          {action.note && <p className={styles.quiet}>{action.note}</p>}
          <h3>{t('playbook.countsAsDone')}</h3>
          <EvidenceLines action={action} />
          <h3>{t('playbook.owedWhere')}</h3>
          <ul className={styles.places}>
            {places.map(({ scenario, step, use }) => (
              <li key={`${scenario}-${step}`}>
                <ObligationMark use={use} />
                <div>
                  <Link href={`/playbook?scenario=${scenario}`}>
                    {t(`scenarios.${scenario}`)} › {t(`steps.${step}`)}
                  </Link>
                  <p className={flow.owed}>
                    <ObligationWord use={use} />
                    {use.when !== undefined && (
                      <span>{t('playbook.when', { condition: words.condition(use.when) })}</span>
                    )}
                    {use.level !== 'prohibited' && <span>{words.due(use.due)}</span>}
                  </p>
                </div>
              </li>
            ))}
            {places.length === 0 && <li className={styles.quiet}>{t('playbook.owedNowhere')}</li>}
          </ul>
          {orderings.length > 0 && (
            <>
              <h3>{t('playbook.orderings')}</h3>
              <ul className={styles.plain}>
                {orderings.map((one) => (
                  <li key={one.id}>{words.label(one.label)}</li>
                ))}
              </ul>
            </>
          )}
          <p className={styles.id}>{action.id}</p>
        </div>
      )}
    </Drawer>
  )
}
