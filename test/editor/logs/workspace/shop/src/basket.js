function price(basket) {
  if (basket.length === 0) throw new Error('the basket is empty');
  return basket.reduce((sum, { cents }) => sum + cents, 0);
}

module.exports = { price };
