// Sends each chosen file as a request of its own, which the server streams: a form could carry small files only.
// Without JavaScript the form itself does it.
document.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-stream]');
    if (!form) return;
    event.preventDefault();
    const said = form.querySelector('output');
    const button = form.querySelector('button');
    const token = form.querySelector('input[name="_csrf"]').value;
    button.disabled = true;
    for (const file of form.querySelector('input[type="file"]').files) {
        said.textContent = 'Uploading ' + file.name + ' …';
        try {
            const answer = await fetch(form.dataset.stream + '?name=' + encodeURIComponent(file.name), {
                method: 'PUT',
                headers: {'X-CSRF-TOKEN': token, 'Content-Type': 'application/octet-stream'},
                body: file
            });
            if (!answer.ok) {
                const problem = await answer.json().catch(() => ({}));
                said.textContent = file.name + ': ' + (problem.detail || 'refused with ' + answer.status);
                button.disabled = false;
                return;
            }
        } catch (broken) {
            said.textContent = file.name + ': the connection broke off, nothing of this file was kept. Try again.';
            button.disabled = false;
            return;
        }
    }
    location.reload();
});
