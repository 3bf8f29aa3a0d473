/* SPDX-License-Identifier: MIT
 *
 * settings-table.h - the table of settings, for settings.c and its tests.
 */
#ifndef CONFIG_SETTINGS_TABLE_H
#define CONFIG_SETTINGS_TABLE_H

#include "config/kind.h"

#define SETTINGS_MAX 64

extern const struct setting settings_table[];
extern const struct setting *const settings_end; /* one past the last */

#endif
