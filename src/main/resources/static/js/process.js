// Draws a process with bpmn-js, marks what is done and where it waits, and looks again every five seconds.
// Without JavaScript the same stands above it in words.
'use strict';
(() => {
    const EVERY = 5000;
    const READABLE = 0.55;
    /** Who left the page open is not kept signed in by it. */
    const IDLE = 5 * 60 * 1000;
    let touched = Date.now();
    ['pointermove', 'pointerdown', 'keydown', 'scroll'].forEach(act =>
        addEventListener(act, () => { touched = Date.now(); }, {passive: true}));

    for (const paper of document.querySelectorAll('[data-bpmn-model]')) {
        draw(paper).catch(() => {
            paper.hidden = true; // the words stay
        });
    }

    async function draw(paper) {
        const model = await text(paper.dataset.bpmnModel);
        paper.hidden = false;
        const viewer = new BpmnJS({container: paper.querySelector('.paper'), zoomScroll: {enabled: false}});
        await viewer.importXML(model);
        const show = marker(viewer);
        const state = await json(paper.dataset.bpmnState);
        show(state);
        look(viewer, state);
        paper.querySelectorAll('button[data-zoom]').forEach(button =>
            button.addEventListener('click', () => zoom(viewer.get('canvas'), button.dataset.zoom)));
        addEventListener('beforeprint', () => viewer.get('canvas').zoom('fit-viewport'));
        paper.dataset.drawn = 'yes';
        const stale = paper.querySelector('[data-stale]');
        const timer = setInterval(async () => {
            if (document.visibilityState !== 'visible' || Date.now() - touched > IDLE) return;
            try {
                show(await json(paper.dataset.bpmnState));
                stale.hidden = true;
            } catch (failed) {
                stale.hidden = false; // the picture stays as it was last
                if (failed.final) clearInterval(timer);
            }
        }, EVERY);
    }

    /** Marks what changed since the last look. */
    function marker(viewer) {
        const canvas = viewer.get('canvas');
        const overlays = viewer.get('overlays');
        const registry = viewer.get('elementRegistry');
        let marked = [];
        return state => {
            marked.forEach(([id, look]) => canvas.removeMarker(id, look));
            overlays.remove({type: 'token'});
            marked = [...state.done.map(id => [id, 'done']), ...state.flows.map(id => [id, 'done']),
                ...state.tokens.map(token => [token.id, token.stuck > 0 ? 'stuck' : 'here'])]
                .filter(([id]) => registry.get(id));
            marked.forEach(([id, look]) => canvas.addMarker(id, look));
            state.tokens.filter(token => registry.get(token.id)).forEach(token => {
                const sign = document.createElement('span');
                sign.className = token.stuck > 0 ? 'token failed' : 'token running';
                sign.textContent = token.waiting;
                overlays.add(token.id, 'token', {position: {top: -14, left: -14}, html: sign});
            });
        };
    }

    /** The whole where one can read it, else where it waits. */
    function look(viewer, state) {
        const canvas = viewer.get('canvas');
        const here = state.tokens.map(token => viewer.get('elementRegistry').get(token.id)).find(Boolean);
        if (canvas.zoom('fit-viewport', 'auto') < READABLE) {
            canvas.zoom(READABLE, {x: 0, y: 0});
            if (here) canvas.scrollToElement(here, 60);
        }
    }

    function zoom(canvas, how) {
        canvas.zoom(how === 'whole' ? 'fit-viewport' : canvas.zoom() * Number(how), how === 'whole' ? 'auto' : undefined);
    }

    async function text(address) {
        const answer = await fetch(address);
        if (!answer.ok) {
            throw Object.assign(new Error(address + ': ' + answer.status), {final: answer.status === 401 || answer.status === 403});
        }
        return answer.text();
    }

    async function json(address) {
        return JSON.parse(await text(address));
    }
})();
