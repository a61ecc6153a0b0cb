import { startPage } from '../frame/startPage.js';
import { readFormModel } from './formModel.js';
import { FormView } from './formView.js';

startPage(readFormModel, (root, model, host) => {
  new FormView(root, model, host).show();
});
