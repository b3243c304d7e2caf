import { Skeleton } from '@mantine/core'
import styles from './shell.module.css'

const Loading = () => (
  <div className={styles.ghost} aria-busy="true">
    <Skeleton height={64} radius={10} />
    <Skeleton height={32} radius={10} />
    <Skeleton height={420} radius={10} />
  </div>
)

export default Loading
