/** The role the server works as: no DDL, and what happened can neither be changed nor deleted by it. */
export const APP_ROLE = 'linewarden_app'

/** Owner and name of the embedded database. */
export const OWNER = 'linewarden_owner'
export const DATABASE = 'linewarden'
