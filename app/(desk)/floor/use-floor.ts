'use client'

import { useLocale } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { startTransition, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { browserTime } from '../../_live/page-clock.ts'
import { useLive } from '../../_live/provider.tsx'
import { createArranger } from './_model/arrange.ts'
import type { FloorEntry } from './_model/entry.ts'
import { FILTER_KEYS, type FloorFilter, isFiltered } from './_model/filter.ts'
import { createFloorSampler, type FloorSample } from './_model/sampler.ts'
import { FLOOR_PARAMS, type Sort } from './search-params.ts'

/** The newest look at the floor. Showing it gives way to what people do meanwhile. */
export const useFloorSample = (): FloorSample => {
  const { store } = useLive()
  const sampler = useMemo(() => createFloorSampler(store, browserTime.after), [store])
  const [sample, setSample] = useState(sampler.get)
  useEffect(() => sampler.subscribe(() => startTransition(() => setSample(sampler.get()))), [sampler])
  return sample
}

/** The floor's filter and order, kept in the address. */
export const useFloorParams = () => {
  const [params, setParams] = useQueryStates(FLOOR_PARAMS, { history: 'replace' })
  const setFilter = useCallback(
    (part: Partial<FloorFilter>) => void setParams(part as Parameters<typeof setParams>[0]),
    [setParams],
  )
  const clear = useCallback(() => {
    const empty = Object.fromEntries([...FILTER_KEYS, 'q'].map((key) => [key, null]))
    void setParams(empty as Parameters<typeof setParams>[0])
  }, [setParams])
  const sortBy = useCallback(
    (sort: Sort) => {
      void setParams((old) => {
        if (sort === 'attention' || (old.sort === sort && old.desc === '1')) return { sort: null, desc: null }
        return old.sort === sort ? { desc: '1' } : { sort, desc: null }
      })
    },
    [setParams],
  )
  return useMemo(() => {
    const filter: FloorFilter = params
    const order = { sort: params.sort, isDescending: params.desc === '1' }
    return { filter, isFiltered: isFiltered(filter), ...order, setFilter, clear, sortBy }
  }, [params, setFilter, clear, sortBy])
}
export type FloorParams = ReturnType<typeof useFloorParams>

/**
 * The agents to show, in order. While the order is held nothing joins, leaves or moves. What is pressed or typed shows at
 * once, the list it asks for as soon as it is drawn.
 */
export const useFloorRows = (sample: FloorSample, params: FloorParams) => {
  const locale = useLocale()
  const [held, setHeld] = useState<readonly FloorEntry[] | null>(null)
  const data = held ?? sample.entries
  const [arrange] = useState(createArranger)
  const { filter, sort, isDescending } = useDeferredValue(params)
  const entries = useMemo(
    () => arrange(data, filter, { sort, isDescending }, locale),
    [arrange, data, filter, sort, isDescending, locale],
  )
  const hold = (isHeld: boolean) => {
    if (isHeld) setHeld((known) => known ?? sample.entries)
    else startTransition(() => setHeld(null))
  }
  return { entries, total: data.length, isHeld: held !== null, setHeld: hold }
}
