import { redirect } from 'next/navigation'

const Home = () => redirect('/floor')

export default Home
