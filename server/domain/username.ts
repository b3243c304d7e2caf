/** A sign-in name: the 工号, in any case of its letters. */
export const USERNAME = /^[\w.-]{2,64}$/
