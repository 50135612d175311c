// There is one login, ours; Camunda's own form, which it shows after log-out or when a session ended, is closed.
const home = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');
const leaveForOurLogin = () => {
  if (window.location.hash.startsWith('#/login')) {
    window.location.assign(home + '/login?logout');
  }
};
window.addEventListener('hashchange', leaveForOurLogin);
leaveForOurLogin();
export default [];
