import type { ISql } from 'postgres'

export type TableShape = { name: string; columns: string[] }
export type Partition = { name: string; parent: string; bounds: string }

/** Every table with its columns, so that a table comes after those it points to. Partitions are read through their parent. */
export const describeTables = async (tx: ISql<{ bigint: number }>): Promise<TableShape[]> => {
  const tables = await tx<(TableShape & { needs: string[] })[]>`
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(array_agg(distinct t.relname::text), '{}') from pg_constraint f join pg_class t on t.oid = f.confrelid
       where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'schema_migration'
    order by c.relname`
  const ordered: TableShape[] = []
  const done = new Set<string>()
  const add = ({ name, columns, needs }: (typeof tables)[number]) => {
    if (done.has(name)) return
    done.add(name)
    for (const other of tables) if (needs.includes(other.name)) add(other)
    ordered.push({ name, columns })
  }
  for (const table of tables) add(table)
  return ordered
}

export const describePartitions = (tx: ISql<{ bigint: number }>): Promise<Partition[]> => tx<Partition[]>`
  select c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bounds
  from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by p.relname, c.relname`
