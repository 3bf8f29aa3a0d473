/* SPDX-License-Identifier: MIT
 *
 * settings.h - the one table of what probity.yaml may say.
 *
 * The table in settings-table.c drives the parser, the defaults, what
 * `probity config show` prints and the list in probity.yaml(5).
 */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include "base/buf.h"
#include "config/config.h"
#include "config/yaml.h"

/* Where shipped rules and notices are once installed: rules/ and notices/
 * below it. The build says where with -DPROBITY_DATADIR. */
#ifndef PROBITY_DATADIR
#define PROBITY_DATADIR "/usr/local/share/probity"
#endif

/* Reads the settings of f, which stands in folder (absolute), over the
 * defaults. Returns 0 with *ret (free with settings_free), or -1 with the
 * error added to err. What depends on where the file is:
 *
 *   relative paths     start at folder;
 *   rules              when not given: folder/../rules, else
 *                      PROBITY_DATADIR/rules; then folder/rules.d if there;
 *                      neither of the first two is an error, as a check
 *                      without rules finds nothing; `rules: []` is allowed;
 *   notices.templates  when not given: folder/notices, else
 *                      PROBITY_DATADIR/notices. */
int settings_read(const struct yaml_file *f, const char *folder,
    struct settings *ret, struct buf *err);

/* Frees what s owns. */
void settings_free(struct settings *s);

/* Writes all settings as probity.yaml would say them, each with its help as a
 * comment. 0, or -1 when out's maximum is reached. */
int settings_show(const struct settings *s, struct buf *out);

/* Writes the list of settings for the manual, in mdoc, without the list's
 * own .Bl and .El. 0, or -1 when out's maximum is reached. */
int settings_manual(struct buf *out);

#endif
