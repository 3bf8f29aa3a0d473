/* SPDX-License-Identifier: MIT
 *
 * null_milter.c - the least a filter can do, to measure probity against.
 *
 *   null_milter -p SOCKET [--gmime] [--reply]
 *
 * It keeps the whole message in memory and lets it pass, and asks for no
 * reply before the end of the message.  With --gmime it also parses the
 * message with GMime and takes its text parts out as UTF-8: the least that a
 * filter which reads mail can do.  With --reply it answers every step.  It
 * negotiates what probity negotiates: leading spaces, no reply bits.
 *
 * BUGS: no nested messages deeper than GMime's own parser goes, no limits, no
 * sandbox.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libmilter/mfapi.h>

#include <gmime/gmime.h>

#include "base/buf.h"

#define MESSAGE_MAX (1024ull << 20)
/* Above this a session gives its memory back after the message. */
#define KEEP_MAX (1u << 20)

static bool with_gmime;
static bool with_replies;

static sfsistat
go_on(void)
{
	return with_replies ? SMFIS_CONTINUE : SMFIS_NOREPLY;
}

/* The session's buffer, made when first asked for. */
static struct buf *
session(SMFICTX *ctx)
{
	struct buf *b = smfi_getpriv(ctx);

	if (b == NULL && (b = malloc(sizeof *b)) != NULL) {
		buf_init(b, MESSAGE_MAX);
		smfi_setpriv(ctx, b);
	}
	return b;
}

/* Writes one text part as UTF-8 and returns how many bytes that were. */
static size_t
take_text(GMimePart *part, GMimeContentType *type)
{
	const char *charset =
	    g_mime_content_type_get_parameter(type, "charset");
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *mem = g_mime_stream_mem_new();
	GMimeStream *out = g_mime_stream_filter_new(mem);
	GMimeFilter *filter = NULL;
	size_t len;

	if (charset != NULL && g_ascii_strcasecmp(charset, "utf-8") != 0 &&
	    g_ascii_strcasecmp(charset, "us-ascii") != 0)
		filter = g_mime_filter_charset_new(charset, "utf-8");
	if (filter != NULL) {
		g_mime_stream_filter_add(GMIME_STREAM_FILTER(out), filter);
		g_object_unref(filter);
	}
	if (content != NULL)
		g_mime_data_wrapper_write_to_stream(content, out);
	g_mime_stream_flush(out);
	len = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mem))->len;
	g_object_unref(out);
	g_object_unref(mem);
	return len;
}

static void
visit(GMimeObject *parent, GMimeObject *o, gpointer data)
{
	GMimeContentType *type = g_mime_object_get_content_type(o);

	(void)parent;
	if (GMIME_IS_PART(o) && g_mime_content_type_is_type(type, "text", "*"))
		*(size_t *)data += take_text(GMIME_PART(o), type);
}

/* Parses the bytes in place and takes the text parts. */
static size_t
read_text(const struct buf *b)
{
	GByteArray bytes = {(guint8 *)b->data, (guint)b->len};
	GMimeStream *s = g_mime_stream_mem_new_with_byte_array(&bytes);
	GMimeParser *parser;
	GMimeMessage *m;
	size_t n = 0;

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(s), FALSE);
	parser = g_mime_parser_new_with_stream(s);
	g_mime_parser_set_persist_stream(parser, TRUE);
	m = g_mime_parser_construct_message(parser, NULL);
	if (m != NULL) {
		g_mime_message_foreach(m, visit, &n);
		g_object_unref(m);
	}
	g_object_unref(parser);
	g_object_unref(s);
	return n;
}

static sfsistat
on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *address)
{
	(void)ctx;
	(void)name;
	(void)address;
	return go_on();
}

static sfsistat
on_helo(SMFICTX *ctx, char *name)
{
	(void)ctx;
	(void)name;
	return go_on();
}

static sfsistat
on_mail(SMFICTX *ctx, char **args)
{
	struct buf *b = session(ctx);

	(void)args;
	if (b == NULL)
		return SMFIS_TEMPFAIL;
	buf_reset(b);
	return go_on();
}

static sfsistat
on_rcpt(SMFICTX *ctx, char **args)
{
	(void)ctx;
	(void)args;
	return go_on();
}

static sfsistat
on_data(SMFICTX *ctx)
{
	(void)ctx;
	return go_on();
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	struct buf *b = session(ctx);

	buf_adds(b, name);
	buf_addc(b, ':');
	buf_adds(b, value);
	buf_adds(b, "\r\n");
	return go_on();
}

static sfsistat
on_eoh(SMFICTX *ctx)
{
	buf_adds(session(ctx), "\r\n");
	return go_on();
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *data, size_t len)
{
	buf_add(session(ctx), data, len);
	return go_on();
}

static sfsistat
on_eom(SMFICTX *ctx)
{
	struct buf *b = session(ctx);

	if (buf_failed(b))
		return SMFIS_TEMPFAIL;
	if (with_gmime && b->len > 0)
		read_text(b);
	if (b->cap > KEEP_MAX)
		buf_free(b);
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	struct buf *b = smfi_getpriv(ctx);

	if (b != NULL) {
		buf_free(b);
		free(b);
		smfi_setpriv(ctx, NULL);
	}
	return SMFIS_CONTINUE;
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps,
    unsigned long a, unsigned long b, unsigned long *ret_actions,
    unsigned long *ret_steps, unsigned long *ret_a, unsigned long *ret_b)
{
	const unsigned long silent =
	    SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT |
	    SMFIP_NR_DATA | SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY;

	(void)ctx;
	(void)a;
	(void)b;
	*ret_actions =
	    actions & (SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT);
	*ret_steps = steps & (SMFIP_HDR_LEADSPC | SMFIP_NOUNKNOWN);
	if ((steps & silent) == silent && !with_replies)
		*ret_steps |= silent;
	else
		with_replies = true;
	*ret_a = *ret_b = 0;
	return SMFIS_CONTINUE;
}

static int
serve(char *spec)
{
	struct smfiDesc filter = {
	    .xxfi_name = "null",
	    .xxfi_version = SMFI_VERSION,
	    .xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT,
	    .xxfi_connect = on_connect,
	    .xxfi_helo = on_helo,
	    .xxfi_envfrom = on_mail,
	    .xxfi_envrcpt = on_rcpt,
	    .xxfi_data = on_data,
	    .xxfi_header = on_header,
	    .xxfi_eoh = on_eoh,
	    .xxfi_body = on_body,
	    .xxfi_eom = on_eom,
	    .xxfi_close = on_close,
	    .xxfi_negotiate = on_negotiate,
	};

	umask(0177);
	if (smfi_setconn(spec) == MI_FAILURE ||
	    smfi_register(filter) == MI_FAILURE ||
	    smfi_setbacklog(128) == MI_FAILURE ||
	    smfi_opensocket(true) == MI_FAILURE)
		return 1;
	return smfi_main() == MI_SUCCESS ? 0 : 1;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"gmime", no_argument, NULL, 'g'},
	    {"reply", no_argument, NULL, 'r'},
	    {NULL, 0, NULL, 0},
	};
	char *spec = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "p:", options, NULL)) >= 0) {
		if (c == 'p')
			spec = optarg;
		else if (c == 'g')
			with_gmime = true;
		else if (c == 'r')
			with_replies = true;
		else
			spec = NULL;
	}
	if (spec == NULL) {
		fputs("usage: null_milter -p SOCKET [--gmime] [--reply]\n",
		    stderr);
		return 2;
	}
	if (with_gmime)
		g_mime_init();
	return serve(spec);
}
