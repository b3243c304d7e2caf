import { startEmbedded } from '#db/embedded.ts'

/** `tsx embedded-program.ts FOLDER`: owns an embedded database until SIGTERM, tells its URLs or its refusal in one line. */
const [, , dir = ''] = process.argv

const own = async () => {
  const { url, appUrl, stop } = await startEmbedded({ dir })
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)))
  console.log(JSON.stringify({ url, appUrl }))
}

own().catch((error: Error & { code?: string }) => {
  console.log(JSON.stringify({ code: error.code, message: error.message }))
  process.exit(1)
})
