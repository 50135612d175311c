// Replaces Cockpit's own file of this name, which lies later on the class path.
export default {
  customScripts: ['scripts/handback']
};
