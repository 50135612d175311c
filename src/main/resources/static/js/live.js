// What looks again by itself does so while somebody looks, and says when it cannot.
'use strict';
(() => {
    /** Who left the page open is not kept signed in by it. */
    const IDLE = 5 * 60 * 1000;
    let touched = Date.now();
    ['pointermove', 'pointerdown', 'keydown', 'scroll'].forEach(act =>
        addEventListener(act, () => { touched = Date.now(); }, {passive: true}));

    const stale = document.createElement('p');
    stale.setAttribute('role', 'status');
    stale.textContent = 'This may be out of date: Handback did not answer, or you were logged out. Reload the page.';

    document.addEventListener('htmx:beforeRequest', event => {
        if (document.visibilityState !== 'visible' || Date.now() - touched > IDLE) event.preventDefault();
    });
    ['htmx:responseError', 'htmx:sendError'].forEach(failed =>
        document.addEventListener(failed, () => document.getElementById('live')?.before(stale)));
    document.addEventListener('htmx:afterOnLoad', () => stale.remove());
})();
