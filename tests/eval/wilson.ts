const Z = 1.96

/** Where a share lies with 95 % confidence, after Wilson; the whole range where nothing was counted. */
export const wilson = (part: number, whole: number): { from: number; to: number } => {
  if (whole === 0) return { from: 0, to: 1 }
  const share = part / whole
  const z2 = Z * Z
  const middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
  const half = (Z * Math.sqrt((share * (1 - share)) / whole + z2 / (4 * whole * whole))) / (1 + z2 / whole)
  return { from: Math.max(0, middle - half), to: Math.min(1, middle + half) }
}
