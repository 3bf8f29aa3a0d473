/* SPDX-License-Identifier: MIT
 *
 * process_tree.h - what a process and all it started have cost.
 */
#ifndef TESTS_BENCH_PROCESS_TREE_H
#define TESTS_BENCH_PROCESS_TREE_H

#include <sys/types.h>

/* CPU seconds, user and system, of root and its descendants so far, those
 * that have ended included as long as their parent belongs to the tree. */
double process_tree_cpu(pid_t root);

/* Memory in MB, shared pages divided among those that share them (PSS). */
double process_tree_pss(pid_t root);

#endif
