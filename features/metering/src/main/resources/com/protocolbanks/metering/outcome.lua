return {'NONE'}
