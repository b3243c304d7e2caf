/** The role the server works as: no DDL, and what happened can neither be changed nor deleted by it. */
export const APP_ROLE = 'linewarden_app'
