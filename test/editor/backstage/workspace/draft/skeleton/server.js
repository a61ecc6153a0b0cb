console.log('${{ values.name }}');
