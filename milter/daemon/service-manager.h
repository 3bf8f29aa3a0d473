/* SPDX-License-Identifier: MIT
 *
 * service-manager.h - telling systemd, or whoever set NOTIFY_SOCKET, how we
 * are (sd_notify(3)'s protocol: one datagram of VARIABLE=VALUE lines).
 */
#ifndef DAEMON_SERVICE_MANAGER_H
#define DAEMON_SERVICE_MANAGER_H

/* Says state ("READY=1"); does nothing where nobody listens. */
void service_manager_tell(const char *state);

#endif
