import { type Html, html } from '../serving/html.ts';

/** The frame of every page of the help desk. */
export const page = (title: string, body: Html, head: Html | null = null): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Acme Help Desk</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/console.css">
<link rel="stylesheet" href="/assets/page.css">
<link rel="stylesheet" href="/assets/apps.css">
${head}
</head>
${body}
</html>`;
