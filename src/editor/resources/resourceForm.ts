import { t } from '../../base/l10n.js';
import type { ResourceType } from '../../model/offer.js';
import { formKey, type Form } from '../forms/form.js';
import { placeWords, type Place } from '../runs/places.js';

/** The form of a resource type: its name and class, and what the type itself asks for. */
export function resourceForm(platform: string, type: ResourceType, place: Place): Form {
  const { classes = [] } = type;
  const own = {
    type: 'object',
    required: ['name'],
    properties: {
      name: {
        type: 'string',
        title: t('Name'),
        description: t('Lower-case letters, digits and hyphens.'),
        pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
      },
      ...(classes.length > 0 && { class: { title: t('Class'), enum: classes } }),
    },
  };
  return {
    key: formKey('resource', platform, type.type, place.service, place.environment.name),
    title: t('{0} for {1}', type.title ?? type.type, placeWords(place)),
    steps: [{ schema: own }, ...(type.parameters ?? [])],
    submit: t('Plan…'),
    given: { name: `${place.service}-${type.type.replace(/[^a-z0-9-]+/g, '-')}` },
  };
}
