/* SPDX-License-Identifier: MIT
 *
 * office-chart.h - what charts and diagrams carry: the numbers and names of a
 * chart as a table, the words of a diagram as lines.
 */
#ifndef EXTRACT_OFFICE_CHART_H
#define EXTRACT_OFFICE_CHART_H

#include "extract/document.h"
#include "extract/package.h"

/* Reads all charts and diagrams that a part points to, once each. `where`, such
 * as " on slide 3", is added to what they are called ("chart data", a table;
 * "chart"; "diagram"), in that zone. Returns 0, or -1 when memory is out. */
int office_chart_read_all(const struct document *d, struct package *p,
    const struct package_part *from, enum zone zone, const char *where,
    struct texts *out);

#endif
