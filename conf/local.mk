# SPDX-License-Identifier: MIT
#
# local.mk - the shipped config and notices; contrib/ says how they reach
# the folder the daemon reads.

nobase_dist_pkgdata_DATA += \
	conf/calendar.yaml \
	conf/lists/crests.txt \
	conf/lists/internal.txt \
	conf/lists/never-hold.txt \
	conf/lists/party.txt \
	conf/lists/press.txt \
	conf/lists/private.txt \
	conf/lists/trusted.txt \
	conf/lists/webmail.txt \
	conf/main.cf.example \
	conf/members.csv \
	conf/notices/discarded.txt \
	conf/notices/officer-held.txt \
	conf/notices/officer-notify.txt \
	conf/notices/returned.txt \
	conf/notices/sender-held.txt \
	conf/policy.yaml \
	conf/probity.yaml \
	conf/sendmail.mc.example
